// Sends a large file in pieces as soon as it is chosen: progress is shown, and a lost line costs a piece, not the file.
// Where anything fails for good, the form sends the file itself, as it does without this script.
(() => {
  const PIECE = 1024 * 1024;
  const PATIENCE = 8;
  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  const told = (input) => {
    let line = input.parentNode.querySelector(".upload");
    if (!line) {
      line = document.createElement("p");
      line.className = "upload";
      line.setAttribute("role", "status");
      input.parentNode.append(line);
    }
    return line;
  };

  const post = async (input, url, body) => {
    const token = input.form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "error" });
    if (answer.status >= 500) throw new TypeError("try again");
    return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
  };

  // One piece after the other from where the file stands; after a lost line it asks where that is.
  const send = async (input, file, begun, show) => {
    let received = 0;
    for (let failures = 0; received < file.size;) {
      try {
        const body = file.slice(received, received + PIECE);
        const answer = failures ? await post(input, begun.url, null) : await post(input, `${begun.url}?offset=${received}`, body);
        if (!Number.isInteger(answer.received)) return false;
        received = answer.received;
        failures = 0;
        show(received / file.size);
      } catch {
        failures += 1;
        if (failures > PATIENCE) return false;
        show(received / file.size, true);
        await wait(failures);
      }
    }
    return true;
  };

  const start = async (input) => {
    const files = [...input.files];
    const kept = input.form.elements[`${input.name}-sent`];
    const words = input.dataset;
    // Where several may go, those that have arrived before stay.
    if (!input.multiple) kept.value = "";
    input.setCustomValidity("");
    told(input).textContent = "";
    if (files.some((file) => file.size > Number(words.limit))) {
      input.setCustomValidity(words.tooLarge);
      told(input).textContent = words.tooLarge;
      return;
    }
    if (!files.some((file) => file.size > PIECE)) return;
    input.form.dataset.busy = words.busy;
    const arrived = [];
    try {
      for (const file of files) {
        const show = (part, isLost) => {
          const bar = Object.assign(document.createElement("progress"), { max: 1, value: part });
          bar.setAttribute("aria-label", words.sending);
          told(input).replaceChildren(bar, ` ${isLost ? words.waiting : words.sending} (${Math.floor(part * 100)} %)`);
        };
        show(0);
        const begun = await post(input, words.url, new URLSearchParams({ name: file.name, size: file.size }));
        if (begun.message) {
          input.setCustomValidity(begun.message);
          told(input).textContent = begun.message;
          break;
        }
        if (!begun.url || !await send(input, file, begun, show) || input.files[0] !== files[0]) break;
        arrived.push(begun.reference);
      }
      if (arrived.length === files.length) {
        kept.value = [...kept.value.split(" "), ...arrived].filter(Boolean).join(" ");
        input.value = "";
        input.required = false;
        told(input).textContent = `${files.map((file) => file.name).join(", ")}: ${words.ready}`;
      } else if (!input.validationMessage) told(input).textContent = "";
    } catch {
      told(input).textContent = "";
    }
    delete input.form.dataset.busy;
  };

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-controller=upload]")) start(target);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.querySelectorAll("[data-controller=upload]").forEach((input) => {
      if (input.files.length) told(input).append(` ${input.dataset.busy}`);
    });
  }, true);
})();
