// Copying an address or text, keeping one's place when the language changes, acting on a choice.
import { h } from "../shared/elements";
import { language, say } from "./words";

/** Listen for buttons with data-copy, forms with data-language and selects with data-submit. */
export function startLinks(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (button) void copy(button);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-language]")) return;
    const next = form.elements.namedItem("next");
    if (next instanceof HTMLInputElement)
      next.value = location.pathname + location.search + location.hash;
  });
  document.addEventListener("change", (event) => {
    const select = event.target as HTMLElement;
    if (select.matches("select[data-submit], input[data-submit]"))
      (select as HTMLSelectElement).form?.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-print]")) print();
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const text = copyText(button.dataset.copy ?? "", location.href, (selector) =>
    textOf(document.querySelector(selector)),
  );
  const lang = language();
  const note = h("span", { class: "copied", role: "status" });
  button.parentElement?.querySelector(".copied")?.remove();
  button.after(note);
  try {
    await navigator.clipboard.writeText(text);
    note.textContent = say("copied", lang);
  } catch {
    note.replaceChildren(say("notCopied", lang), " ", h("code", {}, text));
  }
}

/** What data-copy means: "here" this page, "#id" the text of an element, else an address. */
export function copyText(
  asked: string,
  here: string,
  textAt: (selector: string) => string,
): string {
  if (asked === "here") return here;
  return asked.startsWith("#") ? textAt(asked) : new URL(asked, here).href;
}

function textOf(element: Element | null): string {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
    ? element.value
    : (element?.textContent?.trim() ?? "");
}
