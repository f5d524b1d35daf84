import type { HostVersion } from '../host/meteor/versions';

/** Every Meteor release the host imitates. */
export const hostVersions: readonly HostVersion[] = ['3.0.4', '3.1.2', '3.3.2', '3.4.1', '3.5'];
