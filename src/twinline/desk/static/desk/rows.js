// Adds a row to a list of parts: the last one again, empty and numbered on. Without it a form has two rows to spare.
"use strict";
const NAMED = ["name", "id", "for", "aria-describedby"];
for (const button of document.querySelectorAll("button[data-another]")) {
  const list = button.dataset.another;
  const rows = button.closest("fieldset").querySelector(".rows");
  const fit = () => { button.parentElement.hidden = rows.children.length >= Number(button.dataset.most); };
  button.addEventListener("click", () => {
    const number = rows.children.length;
    const row = rows.lastElementChild.cloneNode(true);
    for (const one of row.querySelectorAll("[name], [id], [for]")) {
      for (const named of NAMED) {
        const said = one.getAttribute(named);
        if (said) one.setAttribute(named, said.replace(`${list}[${number - 1}]`, `${list}[${number}]`));
      }
      one.removeAttribute("aria-invalid");
      if (one.type === "checkbox") one.checked = false;
      else if (one.matches("select, input, textarea")) one.value = "";
    }
    for (const fault of row.querySelectorAll(".fault")) fault.remove();
    row.querySelector("legend, label").firstChild.data = `${number + 1} `;
    rows.append(row);
    fit();
    row.querySelector("select")?.dispatchEvent(new Event("change", { bubbles: true }));
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  });
  fit();
}
