// Entry: reads the page's data and draws the report in the language of the address.
import "./report.css";
import { start } from "./page";

start();
