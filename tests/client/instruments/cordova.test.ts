import { expect } from 'chai';
import { cordova } from '../../../client/instruments/cordova';
import { fakeFeatureClient } from '../../support/fake-feature-client';

describe('an app in Cordova', () => {
  function installed() {
    const fake = fakeFeatureClient();
    const listeners = new Map<string, () => void>();
    const document = {
      addEventListener: (type: string, listener: () => void) => void listeners.set(type, listener),
      removeEventListener: (type: string) => void listeners.delete(type),
    };
    const undo = cordova(document).install(fake.client);
    return { ...fake, undo, listeners, fire: (type: string) => listeners.get(type)?.() };
  }

  it('tells that it goes to the background, and sends what is queued before it sleeps', () => {
    const { fire, calls } = installed();
    fire('pause');

    expect(calls).to.deep.equal([['track', 'Application Backgrounded'], ['flush']]);
  });

  it('tells that it is back', () => {
    const { fire, calls } = installed();
    fire('resume');

    expect(calls).to.deep.equal([['track', 'Application Foregrounded']]);
  });

  it('tells nothing once the feature is taken out', () => {
    const { undo, listeners } = installed();
    undo();

    expect(listeners.size).to.equal(0);
  });
});
