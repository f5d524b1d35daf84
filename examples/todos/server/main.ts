import { Meteor } from 'meteor/meteor';
import { defineAppPublications } from '../imports/app/publications';
import { defineListMethods } from '../imports/lists/methods';
import { defineListPublications } from '../imports/lists/publications';
import { defineMeasureMethods } from '../imports/measure/methods';
import { defineReportMethods } from '../imports/reports/methods';
import { startTicking } from '../imports/reports/ticking';
import { seed } from '../imports/seed/seed';
import { limitTaskMethods } from '../imports/tasks/limits';
import { defineTaskMethods } from '../imports/tasks/methods';
import { defineTaskPublications } from '../imports/tasks/publications';

defineListMethods();
defineTaskMethods();
defineReportMethods();
defineMeasureMethods();
limitTaskMethods();
defineAppPublications();
defineListPublications();
defineTaskPublications();

Meteor.startup(async () => {
  await seed();
  startTicking();
});
