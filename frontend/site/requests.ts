// htmx under the site's policy: no eval, no injected style, the CSRF token sent, failures told.
import htmx from "htmx.org";
import { h } from "../shared/elements";
import { language, say, type Word } from "./words";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
// Pages hold personal data: the browser keeps no copy of them for its back button.
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;

/** Send the CSRF token with every change, and say so when a request fails. */
export function startRequests(): void {
  htmx.on("htmx:configRequest", (event) => {
    const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
    const token = csrfToken();
    if (token) headers["X-CSRFToken"] ??= token;
  });
  htmx.on("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (xhr.status === 401 || xhr.status === 403) console.warn(xhr.status, xhr.responseURL);
    tell("requestFailed");
  });
  htmx.on("htmx:sendError", () => tell("offline"));
  htmx.on("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean }>;
    // An ended session answers with the sign-in page: show it as a page, not inside this one.
    const signIn = document.body.dataset.signIn;
    if (signIn && new URL(detail.xhr.responseURL || location.href).pathname === signIn) {
      detail.shouldSwap = false;
      location.reload();
    }
  });
}

/** The page's CSRF token: of its meta element, else of any form. */
export function csrfToken(): string | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return (
    meta ||
    (document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? null)
  );
}

function tell(word: Word): void {
  document.querySelector(".site-alert")?.remove();
  const alert = h(
    "div",
    { class: "site-alert", role: "alert" },
    h("span", {}, say(word, language())),
    h(
      "button",
      { type: "button", class: "btn btn-sm", click: () => alert.remove() },
      say("close", language()),
    ),
  );
  document.body.append(alert);
}
