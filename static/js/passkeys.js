// Passkeys: the browser signs what the portal asks; a form carries the answer. Nothing of it is shown where it cannot work.
(() => {
  const isNumber = /^[\d.]+$|^\[/.test(location.hostname);
  if (!window.PublicKeyCredential || isNumber) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((known) => ({ ...known, id: bytes(known.id) }));

  function told(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function made({ creation_options: { publicKey } }) {
    const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    const wanted = { ...publicKey, user, challenge: bytes(publicKey.challenge), excludeCredentials: named(publicKey.excludeCredentials) };
    return navigator.credentials.create({ publicKey: wanted });
  }

  async function used({ request_options: { publicKey } }) {
    const wanted = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: named(publicKey.allowCredentials) };
    return navigator.credentials.get({ publicKey: wanted });
  }

  async function options(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const fault = form.querySelector("[data-passkey-error]");
    form.hidden = false;
    form.querySelector("button[type=button]").addEventListener("click", async () => {
      fault.hidden = true;
      if (!form.reportValidity()) return;
      try {
        const asked = await options(form);
        const credential = await (asked.creation_options ? made(asked) : used(asked));
        form.elements.credential.value = JSON.stringify(told(credential));
        const trust = document.querySelector("form:not([data-passkey]) [name=trusted]");
        if (trust?.checked) form.append(trust.cloneNode());
        form.submit();
      } catch {
        fault.hidden = false;
      }
    });
  }
  document.querySelectorAll("[data-passkey-none]").forEach((words) => { words.hidden = true; });
})();
