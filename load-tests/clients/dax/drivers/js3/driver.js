// Drives @amazon-dax-sdk/client-dax, the DAX client for the AWS SDK for JavaScript 3: lib-dax, which applications use,
// is the same client with values of JavaScript around it.
'use strict';

const {Dax} = require('@amazon-dax-sdk/client-dax');
const {version} = require('@amazon-dax-sdk/client-dax/package.json');
const {start} = require('../lines.js');

start(() => {
  const client = new Dax({
    endpoint: process.env.DAX_ENDPOINT,
    region: process.env.AWS_REGION,
    credentials: {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    },
  });
  return {
    ready: {client: '@amazon-dax-sdk/client-dax', version},
    call: (method, input) => client[method](input),
    close: () => client.shutdown(),
  };
});
