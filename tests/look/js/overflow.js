// The width of the page's content, and what sticks out of the window.
() => {
  const limit = document.documentElement.clientWidth;
  const culprits = [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > limit + 1)
    .filter((element) => element.checkVisibility())
    .slice(0, 10)
    .map((element) => element.outerHTML.slice(0, 120));
  return [document.documentElement.scrollWidth, culprits];
};
