/** Somebody to try things with. Never seed a server that strangers can reach: the password is public. */
export const demoUser = {
  id: '01900000-0000-7000-8000-000000000100',
  email: 'demo@parlance.example',
  password: 'parlance-demo',
};
