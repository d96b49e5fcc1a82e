// Keeps the app on the phone: its page and files come from here first, and are looked after in the network behind it. What is said
// at doors never goes through here.
interface Worker {
  KEPT: string[];
  registration: ServiceWorkerRegistration;
  addEventListener(type: string, listener: (event: never) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const CACHE = `linli-door ${new URL(location.href).pathname}`;

worker.addEventListener("install", (event: Lasting) => {
  const keep = async (): Promise<void> => {
    const cache = await caches.open(CACHE);
    await Promise.all(worker.KEPT.map((path) => refresh(cache, path)));
    await worker.skipWaiting();
  };
  event.waitUntil(keep());
});

worker.addEventListener("activate", (event: Lasting) => {
  const tidy = async (): Promise<void> => {
    const cache = await caches.open(CACHE);
    for (const request of await cache.keys()) {
      if (!worker.KEPT.includes(new URL(request.url).pathname)) await cache.delete(request);
    }
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener("fetch", (event: Fetching) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !worker.KEPT.includes(pathname)) return;
  const answer = async (): Promise<Response> => {
    const cache = await caches.open(CACHE);
    const there = await cache.match(pathname);
    const fresh = refresh(cache, pathname);
    if (!there) return (await fresh) ?? fetch(event.request);
    event.waitUntil(fresh);
    return there;
  };
  event.respondWith(answer());
});

/** The network's own, where it is what was asked for: a way to the sign-in is not. */
async function refresh(cache: Cache, path: string): Promise<Response | undefined> {
  try {
    const answer = await fetch(path, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return undefined;
    await cache.put(path, answer.clone());
    return answer;
  } catch {
    return undefined;
  }
}
