// Keeps what is being typed as a draft at this desk, as far as the last key. Without it the form works all the same.
"use strict";
for (const form of document.querySelectorAll("form[data-draft]")) {
  const told = form.querySelector("[data-draft-told]");
  const away = form.querySelector("[data-draft-away]");
  let waiting = 0;
  let sure = false;
  const said = () => {
    const all = new FormData(form);
    for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
    return all;
  };
  const settle = () => { clearTimeout(waiting); waiting = 0; };
  // Returns whether the form may be sent: not to a desk that would ask to sign in first, and forget what was typed.
  const keep = async () => {
    settle();
    const asked = { method: "POST", body: said(), credentials: "same-origin", redirect: "manual" };
    const answer = await fetch(form.dataset.draft, asked).catch(() => null);
    told.hidden = answer?.status !== 204;
    away.hidden = !(answer?.type === "opaqueredirect" || answer?.status === 403);
    return away.hidden;
  };
  // Who signed in again in another tab goes on here, if it is the same officer: the form's mark against forgery is new.
  const comeBack = async () => {
    if (away.hidden || document.hidden) return;
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    const page = new DOMParser().parseFromString(answer ? await answer.text() : "", "text/html");
    const again = page.querySelector("form[data-draft]");
    if (again?.dataset.whose !== form.dataset.whose) return;
    form.elements.csrfmiddlewaretoken.value = again.querySelector("[name=csrfmiddlewaretoken]").value;
    await keep();
  };
  const leave = () => {
    if (waiting) navigator.sendBeacon(form.dataset.draft, said());
    settle();
  };
  form.addEventListener("input", () => { settle(); waiting = setTimeout(keep, 1500); });
  form.addEventListener("submit", async event => {
    if (sure) return;
    event.preventDefault();
    if (!await keep()) return away.scrollIntoView({ block: "nearest" });
    sure = true;
    form.requestSubmit(event.submitter);
  });
  document.querySelector("form.draft")?.addEventListener("submit", settle);
  addEventListener("beforeunload", leave);
  addEventListener("pagehide", leave);
  addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", comeBack);
}
