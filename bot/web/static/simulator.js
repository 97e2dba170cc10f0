// What the page cannot say in HTML: the bubble that shows at once, Enter, and the chosen row.
(() => {
  "use strict";
  const find = (selector) => document.querySelector(selector);

  // Enter sends, Shift and Enter starts a new line.
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "text" || event.key !== "Enter") return;
    if (event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // The message shows before the turn is done; it comes back into the field when it failed.
  const waiting = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { detail } = event;
    const form = detail.elt;
    if (form.id === "poll" && document.hidden) event.preventDefault();
    if (!form.matches("[data-turn]")) return;
    const tapped = detail.requestConfig.triggeringEvent?.submitter?.dataset.says;
    const field = form.querySelector("textarea");
    const text = tapped || field?.value.trim();
    if (!text) return;
    const bubble = document.createElement("div");
    bubble.className = "theirs";
    bubble.innerHTML = '<div class="bubble"><p class="text"></p></div>';
    bubble.querySelector(".text").textContent = text;
    find("#pending").append(bubble);
    find(".scroll").scrollTop = 0;
    waiting.set(detail.xhr, { bubble, text, field });
    if (field) field.value = "";
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => waiting.get(detail.xhr)?.bubble.remove());
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const sent = waiting.get(detail.xhr);
    if (sent) {
      sent.bubble.remove();
      if (!detail.successful && sent.field && !sent.field.value) sent.field.value = sent.text;
    }
    if (detail.successful && detail.elt.matches("[data-clears]")) detail.elt.reset();
  });

  // No answer at all: say so kindly, once, and take it back when answers come again.
  const said = () => find("#notice [data-offline]");
  const offline = () => {
    if (!said()) find("#notice").replaceChildren(find("#offline").content.cloneNode(true));
  };
  document.addEventListener("htmx:sendError", offline);
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (!detail.xhr.responseText.includes("toast")) offline();
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) said()?.remove();
  });

  document.addEventListener("click", ({ target }) => target.closest("[data-close]")?.parentElement.remove());

  // Who reads earlier messages stays there when a new one comes.
  let place = 0;
  document.addEventListener("htmx:oobBeforeSwap", ({ target }) => {
    if (target.id === "part-thread") place = find(".scroll").scrollTop;
  });
  document.addEventListener("htmx:oobAfterSwap", ({ target }) => {
    if (target.id === "part-thread") find(".scroll").scrollTop = place;
  });

  // The list marks the person whose phone is open.
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id !== "stage" && target.id !== "people") return;
    const chosen = find("[data-chosen]")?.dataset.chosen;
    for (const row of document.querySelectorAll("[data-person]")) {
      if (row.dataset.person === chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    if (target.id !== "stage") return;
    find("#notice").replaceChildren();
    if (!document.activeElement?.checkVisibility()) find("#main").focus();
  });
})();
