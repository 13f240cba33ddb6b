// Entry of every page of the site: style, Tabler's behaviour, htmx, islands and small habits.
import "./site.css";
import "@tabler/core/dist/js/tabler.esm.js";
import { startDialogs } from "./dialogs";
import { startIslands } from "./islands";
import { startLinks } from "./links";
import { startRequests } from "./requests";

startRequests();
startDialogs();
startLinks();
startIslands();
