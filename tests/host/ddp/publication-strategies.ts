import type { PublicationStrategy } from './server-types';

/**
 * How much the server remembers of what it published: everything (and sends
 * only what changes), nothing, ids only, or ids over several publications.
 */
export function createPublicationStrategies(): Record<string, PublicationStrategy> {
  return {
    SERVER_MERGE: {
      useDummyDocumentView: false,
      useCollectionView: true,
      doAccountingForCollection: true,
    },
    NO_MERGE_NO_HISTORY: {
      useDummyDocumentView: false,
      useCollectionView: false,
      doAccountingForCollection: false,
    },
    NO_MERGE: {
      useDummyDocumentView: false,
      useCollectionView: false,
      doAccountingForCollection: true,
    },
    NO_MERGE_MULTI: {
      useDummyDocumentView: true,
      useCollectionView: true,
      doAccountingForCollection: true,
    },
  };
}
