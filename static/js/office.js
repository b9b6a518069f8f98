// Gives the boxes that the office's autocomplete draws the name of the field beside which they stand.
(() => {
  const wordsOf = (select) => select?.labels?.[0]?.textContent.replace(/\s*:\s*$/, "").trim();

  const name = (box) => {
    const words = wordsOf(box.previousElementSibling);
    if (!words) return;
    const shown = box.querySelector(".select2-selection__rendered");
    box.querySelector(".select2-selection").setAttribute("aria-label", words);
    box.querySelector(".select2-selection").setAttribute("aria-describedby", shown.id);
    box.querySelector(".select2-selection").removeAttribute("aria-labelledby");
    if (shown.getAttribute("role") === "textbox") shown.setAttribute("aria-label", words);
    box.querySelectorAll(".select2-search__field").forEach((field) => field.setAttribute("aria-label", words));
  };

  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
    if (node.nodeType === Node.ELEMENT_NODE && node.matches(".select2-container")) name(node);
  }))).observe(document.documentElement, { childList: true, subtree: true });

  // The field in the list that drops down belongs to the list "select2-<field>-results".
  addEventListener("focusin", ({ target }) => {
    const list = target.matches(".select2-search__field") && target.getAttribute("aria-controls");
    if (!list) return;
    const words = wordsOf(document.getElementById(list.replace(/^select2-|-results$/g, "")));
    if (words) target.setAttribute("aria-label", words);
  });
})();

// Counts the seconds in which a mailing can be stopped; without it the page says until when.
(() => {
  document.querySelectorAll("[data-controller=countdown]").forEach((box) => {
    const until = Date.parse(box.dataset.until);
    const shown = box.querySelector("[data-countdown]");
    const count = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) { location.reload(); return; }
      shown.hidden = false;
      shown.querySelector("span").textContent = left;
      setTimeout(count, 1000);
    };
    if (until > Date.now()) count();
  });
})();
