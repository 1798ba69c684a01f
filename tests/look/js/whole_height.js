// The height of the page, once every image that waits to be scrolled to is there.
async () => {
  const images = [...document.images];
  for (const image of images) image.loading = "eager";
  await Promise.all(images.map((image) => image.decode().catch(() => {})));
  return document.documentElement.scrollHeight;
};
