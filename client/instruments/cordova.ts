import type { Feature } from '../../common/analytics/feature';
import { undoable } from '../../common/undo';

/** Cordova's events, which come to the document. */
export interface CordovaDocument {
  addEventListener(type: 'pause' | 'resume', listener: () => void): void;
  removeEventListener(type: 'pause' | 'resume', listener: () => void): void;
}

/** Tells when the app goes to the background and comes back; what is queued is sent before it sleeps. */
export function cordova(document: CordovaDocument): Feature {
  return {
    name: 'cordova',
    install: (client) =>
      undoable((defer) => {
        const on = (type: 'pause' | 'resume', run: () => void) => {
          const listener = () => void client.guard(run);
          document.addEventListener(type, listener);
          defer(() => document.removeEventListener(type, listener));
        };
        on('pause', () => {
          client.track('Application Backgrounded');
          client.flush();
        });
        on('resume', () => client.track('Application Foregrounded'));
      }),
  };
}
