// Drives @amazon-dax-sdk/lib-dax, the DAX client for the AWS SDK for JavaScript 3.
'use strict';

const {DaxDocument} = require('@amazon-dax-sdk/lib-dax');
const {version} = require('@amazon-dax-sdk/lib-dax/package.json');
const {start} = require('../lines.js');

start(() => {
  const client = new DaxDocument({
    endpoint: process.env.DAX_ENDPOINT,
    region: process.env.AWS_REGION,
    credentials: {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    },
  });
  return {
    ready: {client: '@amazon-dax-sdk/lib-dax', version},
    call: (method, input) => client[method](input),
    close: () => client.shutdown(),
  };
});
