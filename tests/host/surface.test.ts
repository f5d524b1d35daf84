import { expect } from 'chai';
import { createHost, type Host } from './host';
import { probe } from './replay/probe';
import { type Json, type RecordedVersion, surface } from './replay/scenario';
import { mismatches, ownProperties, prototypeProperties } from './replay/surface';
import { LEFT } from './replay/surface-left';
import { classesOf, exportsOf, instancesOf } from './replay/surface-objects';

interface Recorded {
  readonly className?: string;
  readonly length?: number;
  readonly own: Json;
  readonly prototype: Json;
}

/** Exported as anonymous classes up to 3.0, which the host's are in no release. */
const CLASS_NAMES_LEFT = ['RemoteCollectionDriver'];

for (const version of ['3.0.4', '3.3.2'] as RecordedVersion[]) {
  describe(`the surface of the host as Meteor ${version}`, () => {
    const recorded = surface(version);
    let host: Host;

    before(async () => {
      host = createHost({ version, without: ['accounts-base'], log: () => {} });
      await host.listen();
    });

    after(() => host.close());

    it('has the properties, methods and classes of the instances', async () => {
      const found = mismatchesOfInstances(await instancesOf(host), recorded);

      expect(found).to.deep.equal([]);
    });

    it('has the properties and methods of a driver that polls', async () => {
      const options = { version, driver: 'polling', without: ['accounts-base'] } as const;
      const polling = createHost({ ...options, log: () => {} });
      await polling.listen();

      const { PollingObserveDriver } = await instancesOf(polling);
      const found = mismatchesOfInstances({ PollingObserveDriver }, recorded);
      await polling.close();

      expect(found).to.deep.equal([]);
    });

    it('has the functions and values of the exports', () => {
      const found = Object.entries(exportsOf(host)).flatMap(([name, object]) =>
        mismatches(recorded[name] as Json, ownProperties(object), LEFT[name]).map(
          (line) => `${name}: ${line}`,
        ),
      );

      expect(found).to.deep.equal([]);
    });

    it('has the classes of the DDP server, with their arity', () => {
      const found = Object.entries(classesOf(host)).flatMap(([name, Class]) => {
        const want = recorded[name] as Recorded;
        const arity = Class.length === want.length ? [] : [`it takes ${Class.length} arguments`];
        return [...mismatches(want.prototype, prototypeProperties(Class.prototype)), ...arity].map(
          (line) => `${name}: ${line}`,
        );
      });

      expect(found).to.deep.equal([]);
    });

    it('handles the DDP messages that Meteor handles', () => {
      const want = (recorded.Session as Record<string, Json>).protocol_handlers ?? {};
      const { protocol_handlers } = probe(host).Session.prototype;

      const found = mismatches(want, ownProperties(protocol_handlers));

      expect(found).to.deep.equal([]);
    });
  });
}

function mismatchesOfInstances(
  objects: Record<string, object | undefined>,
  recorded: Json,
): string[] {
  return Object.entries(objects).flatMap(([name, object = {}]) => {
    const want = recorded[name] as Recorded;
    const inherited = prototypeProperties(Object.getPrototypeOf(object));
    const known = CLASS_NAMES_LEFT.includes(name) ? want.className : object.constructor.name;
    return [
      ...mismatches(want.own, ownProperties(object), LEFT[name]),
      ...mismatches(want.prototype, inherited, LEFT[name]),
      ...(known === want.className ? [] : [`its class is ${known}, not ${want.className}`]),
    ].map((line) => `${name}: ${line}`);
  });
}
