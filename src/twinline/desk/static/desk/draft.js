// Keeps what is being typed as a draft at this desk. Without it the form works all the same.
"use strict";
for (const form of document.querySelectorAll("form[data-draft]")) {
  let waiting = 0;
  const told = form.querySelector("[data-draft-told]");
  const keep = async () => {
    const said = new FormData(form);
    for (const [name, value] of [...said]) if (value instanceof File) said.delete(name);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: said, credentials: "same-origin" });
      if (told) told.hidden = !answer.ok;
    } catch { if (told) told.hidden = true; }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 1500); });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
