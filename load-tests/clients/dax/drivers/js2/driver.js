// Drives amazon-dax-client, the DAX client for the AWS SDK for JavaScript 2.
'use strict';

const AmazonDaxClient = require('amazon-dax-client');
const {version} = require('amazon-dax-client/package.json');
const {start} = require('../lines.js');

start(() => {
  const client = new AmazonDaxClient({
    endpoints: [process.env.DAX_ENDPOINT],
    region: process.env.AWS_REGION,
    credentials: {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    },
  });
  return {
    ready: {client: 'amazon-dax-client', version},
    call: (method, input) => client[method](input).promise(),
    close: () => client.shutdown(),
  };
});
