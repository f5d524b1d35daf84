import type { LineFile } from './file';

/** The standard output of the process. Its errors go to the writer: unheard ones would end the process. */
export function standardOutput(stream: NodeJS.WritableStream = process.stdout): LineFile {
  return {
    write: (line) =>
      new Promise((resolve, reject) => {
        const ignore = () => undefined;
        stream.on('error', ignore);
        stream.write(line, (error) => {
          // The event comes after the callback.
          setImmediate(() => stream.removeListener('error', ignore));
          if (error) reject(error);
          else resolve();
        });
      }),
    close: async () => undefined,
  };
}
