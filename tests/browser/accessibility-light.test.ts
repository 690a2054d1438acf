import { lookAtEveryView } from './support/every-view.ts';

lookAtEveryView('light', [
  { size: 'desktop', language: 'en' },
  { size: 'phone', language: 'ar' },
]);
