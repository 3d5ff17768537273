// Makes a passkey, or signs in with one. Without it, or without a passkey, the password does all the same.
"use strict";
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (many) => (many || []).map((one) => ({ ...one, id: bytes(one.id) }));
const told = (made) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = text(made.response[name]);
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
};
const send = (form, made) => { form.elements.answer.value = told(made); form.submit(); };
const fails = (form) => { const word = form.querySelector("[data-failed]"); if (word) word.hidden = false; };
if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey-make]")) {
    const asked = JSON.parse(form.dataset.passkeyMake);
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        send(form, await navigator.credentials.create({ publicKey: {
          ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
          excludeCredentials: named(asked.excludeCredentials) } }));
      } catch { fails(form); }
    });
  }
  for (const form of document.querySelectorAll("form[data-passkey-ask]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await fetch(form.dataset.passkeyAsk, { method: "POST", body: new FormData(form), credentials: "same-origin" });
        const asked = await answer.json();
        send(form, await navigator.credentials.get({ publicKey: {
          ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) } }));
      } catch { fails(form); }
    });
  }
}
