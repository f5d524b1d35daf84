import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import {
  type AsyncStore,
  createAsyncStore,
  nodeCallsPropagate,
} from '../../../server/pipeline/async-store';

interface Carried {
  readonly name: string;
}

const a = { name: 'a' };
const b = { name: 'b' };

/** Ways for code to go on later; each calls `then` once. */
const ways: Readonly<Record<string, (then: () => void) => unknown>> = {
  'a promise': (then) => Promise.resolve().then(then),
  'an async function': async (then) => {
    await undefined;
    await new Promise((resolve) => setImmediate(resolve));
    then();
  },
  'a thenable that is awaited': async (then) => {
    // biome-ignore lint/suspicious/noThenProperty: that is what it is about
    await { then: (resolve: () => void) => setTimeout(resolve, 1) };
    then();
  },
  'Promise.all': (then) => Promise.all([1, Promise.resolve(2)]).then(then),
  'a promise that fails': (then) => Promise.reject(new Error('no')).catch(then),
  queueMicrotask: (then) => queueMicrotask(then),
  'process.nextTick': (then) => process.nextTick(then),
  setImmediate: (then) => setImmediate(then),
  setTimeout: (then) => setTimeout(then, 1),
  'a timer that is started again': (then) => {
    const timer = setTimeout(then, 1);
    timer.refresh();
  },
  'a callback of the file system': (then) => readFile(__filename, () => then()),
  'an emitter, at once': (then) => {
    const emitter = new EventEmitter();
    emitter.on('event', then);
    emitter.emit('event');
  },
  'a bound function': (then) => setImmediate(AsyncResource.bind(then)),
  'an async iterator': async (then) => {
    for await (const _ of [Promise.resolve(1)]) then();
  },
};

const kinds = { 'of its own code': true, plain: false };

for (const [kind, canHook] of Object.entries(kinds)) {
  describe(`an async store, ${kind}`, () => {
    let store: AsyncStore<Carried>;

    before(function () {
      if (canHook && !nodeCallsPropagate()) this.skip(); // from Node 24 on
    });
    beforeEach(() => {
      store = createAsyncStore(canHook);
    });
    afterEach(() => store.close());

    const name = () => store.get()?.name;
    const run = <Result>(value: Carried | undefined, fn: () => Result) =>
      store.run(value, fn, undefined, []);

    for (const [way, goOn] of Object.entries(ways)) {
      it(`is carried as AsyncLocalStorage is over ${way}`, async () => {
        const other = new AsyncLocalStorage<Carried>();
        const seen: unknown[] = [];
        const look = () => new Promise<void>((resolve) => goOn(() => resolve(note())));
        const note = () => void seen.push([name(), other.getStore()?.name]);

        await Promise.all([
          run(a, () => other.run(a, look)),
          run(b, () => other.run(b, look)),
          look(),
        ]);
        note();

        expect(seen).to.have.deep.members([
          ...[a, b].map((one) => [one.name, one.name]),
          ...[undefined, undefined].map((none) => [none, none]),
        ]);
        other.disable();
      });
    }

    it('is carried from a request to its answer, of each on one connection', async () => {
      const server = createServer((request, response) => {
        run({ name: String(request.url) }, () => setTimeout(() => response.end(name()), 2));
      });
      await once(server.listen(0), 'listening');
      const { port } = server.address() as AddressInfo;
      const ask = (path: string) =>
        new Promise<string>((resolve, reject) => {
          get({ port, path }, (response) => {
            response.on('data', (data) => resolve(String(data)));
          }).on('error', reject);
        });

      const answers = [await ask('/a'), await ask('/b'), ...(await Promise.all([ask('/c')]))];

      expect(answers).to.deep.equal(['/a', '/b', '/c']);
      server.closeAllConnections();
      server.close();
    });

    it('hands on what the function gets and returns, and ends with it', () => {
      const add = function (this: { base: number }, more: number) {
        return [this.base + more, name()];
      };

      expect(store.run(a, add, { base: 1 }, [2])).to.deep.equal([3, 'a']);
      expect(name()).to.equal(undefined);
    });

    it('ends with a function that throws, and gives the one around it back', () => {
      run(a, () => {
        expect(() =>
          run(b, () => {
            throw new Error(name());
          }),
        ).to.throw('b');
        expect(name()).to.equal('a');
        expect(run(undefined, name)).to.equal(undefined);
        expect(name()).to.equal('a');
      });
    });

    it('is not seen by another one', () => {
      const other = createAsyncStore<Carried>(canHook);

      run(a, () => other.run(b, () => expect(name()).to.equal('a'), undefined, []));
      expect(run(a, () => other.get())).to.equal(undefined);
      other.close();
    });

    it('carries nothing once it is closed, not even what was under way', async () => {
      const later = run(a, async () => {
        await undefined;
        return name();
      });
      store.close();

      expect(await later).to.equal(undefined);
      expect(run(b, name)).to.equal(undefined);
    });

    it('sees nothing of one that was closed before it', async () => {
      const later = run(
        a,
        () => new Promise((resolve) => setTimeout(() => resolve(next.get()), 5)),
      );
      store.close();
      const next = createAsyncStore<Carried>(canHook);
      next.run(b, () => undefined, undefined, []);

      expect(await later).to.equal(undefined);
      next.close();
    });
  });
}
