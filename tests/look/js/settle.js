// Nothing is half-way: animations are at their end, layout has followed the new size.
async () => {
  window.scrollTo(0, 0);
  for (const animation of document.getAnimations()) {
    if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
};
