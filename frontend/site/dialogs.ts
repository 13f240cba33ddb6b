// Questions before an act that cannot be undone: data-confirm on a form, button or link, and
// hx-confirm.
import htmx from "htmx.org";
import { h } from "../shared/elements";
import { language, say } from "./words";

/** Ask before marked forms, buttons and links act, in a dialog that the keyboard can use. */
export function startDialogs(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const by = event.submitter;
      const question = by?.dataset.confirm ?? form.dataset.confirm;
      if (!question || form.dataset.confirmed === "yes") {
        delete form.dataset.confirmed;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      void ask(question).then((isYes) => {
        if (!isYes) return;
        form.dataset.confirmed = "yes";
        form.requestSubmit(by as HTMLButtonElement | null);
      });
    },
    { capture: true },
  );
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-confirm]");
    if (!link) return;
    event.preventDefault();
    void ask(link.dataset.confirm ?? "").then((isYes) => {
      if (isYes) location.assign(link.href);
    });
  });
  htmx.on("htmx:confirm", (event) => {
    const { detail } = event as CustomEvent<{
      question: string | null;
      issueRequest: (skip: boolean) => void;
    }>;
    if (!detail.question) return;
    event.preventDefault();
    void ask(detail.question).then((isYes) => {
      if (isYes) detail.issueRequest(true);
    });
  });
}

/** Whether the reader says yes. */
export function ask(question: string): Promise<boolean> {
  const lang = language();
  return new Promise((answer) => {
    const dialog = h(
      "dialog",
      { class: "site-dialog", "aria-labelledby": "site-dialog-question" },
      h(
        "form",
        { method: "dialog" },
        h("p", { id: "site-dialog-question" }, question),
        h(
          "div",
          { class: "site-dialog-buttons" },
          h("button", { class: "btn", value: "no", autofocus: true }, say("cancel", lang)),
          h("button", { class: "btn btn-primary", value: "yes" }, say("confirm", lang)),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      answer(dialog.returnValue === "yes");
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
