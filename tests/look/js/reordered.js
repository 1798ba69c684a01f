// What styles show in another order than the document's.
() =>
  [...document.querySelectorAll("body *")]
    .filter((element) => {
      const style = getComputedStyle(element);
      const reversed = style.display.includes("flex") &&
        (style.flexDirection.endsWith("reverse") || style.flexWrap === "wrap-reverse");
      return style.order !== "0" || reversed || element.tabIndex > 0;
    })
    .map((element) => element.outerHTML.slice(0, 100));
