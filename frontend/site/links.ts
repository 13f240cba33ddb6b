// Copying an address or text, keeping one's place when the language changes, and acting on a choice.
import { h } from "./elements";
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

/** Copy what data-copy holds: "here" is the page's address, "#id" an element's value, else itself. */
async function copy(button: HTMLElement): Promise<void> {
  const asked = button.dataset.copy!;
  const text =
    asked === "here"
      ? location.href
      : asked.startsWith("#")
        ? textOf(document.querySelector(asked))
        : new URL(asked, location.href).href;
  const lang = language();
  const told = h("span", { class: "copied", role: "status" });
  button.parentElement?.querySelector(".copied")?.remove();
  button.after(told);
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = say("copied", lang);
  } catch {
    told.replaceChildren(say("notCopied", lang), " ", h("code", {}, text));
  }
}

function textOf(element: Element | null): string {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
    ? element.value
    : (element?.textContent?.trim() ?? "");
}
