/* Keys that sign in: the browser's own dialogue, between a form and the server.
   A form `data-key="create"` or `"get"` finds its options in the element that `data-options`
   names, or asks its own address for them; the key's answer is sent in `credential`. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

  async function optionsOf(form) {
    const written = document.getElementById(form.dataset.options);
    if (written) return JSON.parse(written.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  function readable(options) {
    const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
    if (key.excludeCredentials) key.excludeCredentials = named(key.excludeCredentials);
    if (key.allowCredentials) key.allowCredentials = named(key.allowCredentials);
    return { publicKey: key };
  }

  function written(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function ask(form) {
    const given = await optionsOf(form);
    const options = readable(given.creation_options || given.request_options);
    const credential = await navigator.credentials[form.dataset.key](options);
    form.elements.namedItem("credential").value = written(credential);
    form.submit();
  }

  addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-key]")) {
      if (!window.PublicKeyCredential) continue;
      const said = form.querySelector("[data-key-failed]");
      const button = form.querySelector("[type=submit]");
      form.hidden = button.hidden = false;
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        said.hidden = true;
        button.disabled = true;
        try { await ask(form); } catch { said.hidden = false; button.disabled = false; button.focus(); }
      });
    }
  });
})();
