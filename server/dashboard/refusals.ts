import { throttleMs } from './access';
import { failure } from './answer';

/** What whoever is not let in is told: nothing. */
export const refusals = {
  denied: failure(401, 'denied', 'Access denied.', { 'WWW-Authenticate': 'Bearer' }),
  throttled: failure(429, 'throttled', 'Too many failures.', {
    'Retry-After': String(throttleMs / 1000),
  }),
} as const;

export const wrongMethod = failure(405, 'wrong-method', 'Only GET and HEAD are answered.', {
  Allow: 'GET, HEAD',
});
