import type { HostVersion } from '../meteor/versions';
import { createBrowserEnvironment } from './browser-environment';
import { createClient } from './create-client';

/**
 * What a page loads first, in place of Meteor's own packages: they are in
 * `Package`, as the code of packages and apps finds them.
 */
const release = (window as unknown as { __meteor_runtime_config__?: { meteorRelease?: string } })
  .__meteor_runtime_config__?.meteorRelease;
const version = (release ?? 'METEOR@3.3.2').replace('METEOR@', '') as HostVersion;
const { Package, Meteor } = createClient({ version, environment: createBrowserEnvironment() });

Object.assign(globalThis, { Package, Meteor });
