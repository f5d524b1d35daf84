import { IdMap } from '../../mongo/local/id-map';
import type { ConnectionNeeds } from './needs';
import type { Connection, ServerDocument } from './types';

type Stubs = Pick<
  Connection,
  '_stubCall' | '_getIsSimulation' | '_saveOriginals' | '_retrieveAndStoreOriginals'
>;

/** Stubs: methods that run here at once, until the server's answer takes their place. */
export function stubs(needs: ConnectionNeeds): Stubs & ThisType<Connection> {
  const { EJSON, DDP, DDPCommon } = needs;
  const current = DDP._CurrentMethodInvocation;

  return {
    _stubCall(name, args, options) {
      const enclosing = current.get();
      const stub = this._methodHandlers[name];
      const outcome = {
        alreadyInSimulation: enclosing?.isSimulation,
        isFromCallAsync: enclosing?._isFromCallAsync,
        randomSeed: { value: null as string | null },
      };
      if (!stub) return { ...outcome, hasStub: false };

      const invocation = new DDPCommon.MethodInvocation({
        name,
        isSimulation: true,
        userId: this.userId(),
        ...(options?.isFromCallAsync !== undefined && { isFromCallAsync: options.isFromCallAsync }),
        setUserId: (userId) => this.setUserId(userId),
        randomSeed: () => {
          outcome.randomSeed.value ??= DDPCommon.makeRpcSeed(enclosing as never, name);
          return outcome.randomSeed.value;
        },
      });
      const stubInvocation = () => stub.apply(invocation, EJSON.clone(args) as never[]);
      return { ...outcome, hasStub: true, stubInvocation, invocation };
    },

    _getIsSimulation({ isFromCallAsync, alreadyInSimulation }) {
      if (!isFromCallAsync) return alreadyInSimulation;
      return alreadyInSimulation && current._isCallAsyncMethodRunning();
    },

    _saveOriginals() {
      if (!this._waitingForQuiescence()) this._flushBufferedWrites();
      for (const store of Object.values(this._stores)) store.saveOriginals();
    },

    _retrieveAndStoreOriginals(methodId) {
      if (this._documentsWrittenByStub[methodId]) {
        throw new Error('Duplicate methodId in _retrieveAndStoreOriginals');
      }
      const written: Array<{ collection: string; id: unknown }> = [];
      for (const [collection, store] of Object.entries(this._stores)) {
        store.retrieveOriginals()?.forEach((document, id) => {
          written.push({ collection, id });
          const known = serverDocument(this, collection, id, document);
          known.writtenByStubs[methodId] = true;
        });
      }
      if (written.length > 0) this._documentsWrittenByStub[methodId] = written;
    },
  };
}

/** What is known of the server's version of a document; the first stub that writes it says. */
function serverDocument(
  connection: Connection,
  collection: string,
  id: unknown,
  original: Record<string, unknown> | undefined,
): ServerDocument {
  const documents = connection._serverDocuments[collection] ?? new IdMap<ServerDocument>();
  connection._serverDocuments[collection] = documents;
  const known = documents.get(id) ?? {
    document: original,
    flushCallbacks: [],
    writtenByStubs: Object.create(null),
  };
  documents.set(id, known);
  return known;
}
