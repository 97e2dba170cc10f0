// The copy button of a code. Without it the code can still be marked and copied by hand.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    const code = document.getElementById(button.dataset.copy);
    button.hidden = false;
    code.addEventListener("focus", () => code.select());
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.value);
      } catch {
        code.select();
        if (!document.execCommand("copy")) return;
      }
      button.querySelector("span").textContent = button.dataset.done;
    });
  }
})();
