/** Meteor takes types from the package; here it lies above the app. */
declare module 'meteor/radiant:agent' {
  export const Radiant: import('../../../server/radiant').Radiant;
  export const Analytics: import('../../../client/analytics/api').AnalyticsApi;
}
