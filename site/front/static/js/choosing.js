/* In the frame of the writing page: opens the chooser at once, and tells the page around
   which file was chosen, or that its window was closed. */
addEventListener("DOMContentLoaded", () => {
  const tell = (said) => parent.postMessage(said, location.origin);
  const input = document.getElementById("chosen");
  const button = document.querySelector(".chooser button[data-chooser-action-choose], .chooser .action-choose");
  let chosen = false;
  input.addEventListener("change", () => {
    chosen = true;
    tell({ chosen: Number(input.value) });
  });
  new MutationObserver((changes) => {
    const left = changes.some(({ removedNodes }) => [...removedNodes].some((node) => node.classList?.contains("modal")));
    if (left && !chosen) tell({ left: true });
  }).observe(document.body, { childList: true });
  setTimeout(() => button?.click(), 0);
});
