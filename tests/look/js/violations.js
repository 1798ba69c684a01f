async (options) => {
  const { violations } = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, any, all, none }) => {
      const why = [...any, ...all, ...none].map((check) => check.message)[0] ?? "";
      return `${id}: ${target.join(" ")} — ${why} — ${html.slice(0, 120)}`;
    }),
  );
};
