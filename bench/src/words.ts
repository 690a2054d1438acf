/** What every user says. */
export const QUESTION = 'How does a robot keep its balance while it walks over uneven ground?';

/** What the model always answers: about 20 tokens. */
export const ANSWER =
  'It measures its tilt many times a second and moves its feet and hips so that it never falls over.';

/** At least 32 characters. */
export const JWT_SECRET = 'a-secret-that-only-the-bench-knows-0123456789';
