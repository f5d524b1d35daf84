import type { ClientEnvironment, ClientSocket, RuntimeConfig } from './environment';

/** The browser that this page is open in. */
export function createBrowserEnvironment(): ClientEnvironment {
  const page = window as Window & { readonly __meteor_runtime_config__?: RuntimeConfig };

  return {
    config: page.__meteor_runtime_config__ ?? {},
    location: page.location,
    get localStorage() {
      return page.localStorage;
    },
    get sessionStorage() {
      return page.sessionStorage;
    },
    console,
    openSocket: (url) =>
      new WebSocket(new URL(url, page.location.href.replace(/^http/, 'ws'))) as ClientSocket,
    reachable: (url) =>
      fetch(url, { credentials: 'omit' }).then(
        ({ ok }) => ok,
        () => false,
      ),
    onWindow: (event, listener) => page.addEventListener(event, listener),
    whenLoaded(run) {
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', () => run());
      } else page.setTimeout(run);
    },
  };
}
