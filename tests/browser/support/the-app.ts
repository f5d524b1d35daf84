import { startTestedApp, type TestedApp } from './tested-app';

let started: Promise<TestedApp> | undefined;

/** The app that all tests share, started by whoever asks first and ended with them. */
export function theApp(): Promise<TestedApp> {
  started ??= startTestedApp();
  return started;
}

after(async () => {
  await (await started?.catch(() => undefined))?.close();
});
