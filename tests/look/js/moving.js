// What still moves: styles of every element, and of what is drawn before and after it.
() => {
  const seconds = (list) => Math.max(...list.split(",").map(parseFloat));
  const moves = (style) =>
    (style.animationName !== "none" && seconds(style.animationDuration) > 0.01) ||
    seconds(style.transitionDuration) > 0.01;
  const found = [...document.querySelectorAll("*")].filter((element) =>
    [null, "::before", "::after"].some((part) => moves(getComputedStyle(element, part))));
  const scrolls = getComputedStyle(document.documentElement).scrollBehavior === "smooth";
  return [...(scrolls ? ["smooth scrolling"] : []), ...found.map((e) => e.outerHTML.slice(0, 100))];
};
