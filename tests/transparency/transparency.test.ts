import { join } from 'node:path';
import { expect } from 'chai';
import { createHost } from '../host/host';
import type { HostVersion } from '../host/meteor/versions';
import { hostVersions } from '../support/host-versions';
import { converse, script } from './conversation';
import { talkativeApp } from './talkative-app';

const radiant = { 'radiant:agent': join(__dirname, '../../server/main.ts') };
const nothing = join(__dirname, 'nothing.ts');

/** The frames one client gets from an app with, or without, Radiant. */
async function framesOf(version: HostVersion, withRadiant: boolean, steps: number) {
  const host = createHost({
    version,
    development: true,
    without: ['accounts-base'],
    log: () => undefined,
  });
  await host.load(nothing, { packages: withRadiant ? radiant : {} });
  await talkativeApp(host);
  const { url } = await host.listen();
  const frames = await converse(url, script(steps, 42));
  const status = (host.Package['radiant:agent'] as { Radiant: RadiantLike } | undefined)?.Radiant;
  const hooks = status?.status().hooks;
  await status?.stop();
  await host.close();
  return { frames, hooks };
}

interface RadiantLike {
  status(): { readonly hooks: Readonly<Record<string, { readonly state: string }>> };
  stop(): Promise<void>;
}

describe('an app with Radiant', () => {
  for (const version of hostVersions) {
    it(`sends the very frames, in the very order, that it sends without (Meteor ${version})`, async () => {
      const without = await framesOf(version, false, 500);
      const withIt = await framesOf(version, true, 500);

      expect(withIt.hooks?.methods?.state).to.equal('ok');
      expect(withIt.frames.length).to.be.greaterThan(500);
      expect(withIt.frames).to.deep.equal(without.frames);
    }).timeout(60_000);
  }
});
