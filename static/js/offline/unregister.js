/** Takes the place of a worker that is to go: deletes what it kept, but not what people did, and goes. */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const work = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("backfit-"));
    await Promise.all(names.map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(work());
});
