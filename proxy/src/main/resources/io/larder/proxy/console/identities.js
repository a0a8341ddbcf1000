// Who there is, what they may do, and why.

import { html, useState } from './htm.js';
import { Answered, Dialog, Facts, Outcome, Rows, Title, useAction, useAnswer, useFields } from './parts.js';
import { iam, server } from './server.js';

const text = (element, name) => element.querySelector(name)?.textContent ?? '';
const members = (element, list) => [...(element.querySelector(list)?.children ?? [])];

async function listed(action, list) {
  const found = [];
  let marker;
  for (let page = 0; page < 20; page++) {
    const answer = await iam(action, marker ? { Marker: marker } : {});
    found.push(...members(answer, list));
    if (text(answer, 'IsTruncated') !== 'true') {
      break;
    }
    marker = text(answer, 'Marker');
  }
  return found;
}

const KINDS = [
  ['Users', 'ListUsers', 'UserName', 'User'],
  ['Groups', 'ListGroups', 'GroupName', 'Group'],
  ['Roles', 'ListRoles', 'RoleName', 'Role'],
];

export function Identities() {
  if (!server().isVerified) {
    return html`<${Title}>Identities</${Title}><section class="card"><p>Callers of this server are not verified, so there are no identities. Set <code>authentication.mode</code> to <code>sigv4</code>.</p></section>`;
  }
  return html`<${Title}>Identities</${Title}>
    <${Simulator} />
    ${KINDS.map(([title, action, name, kind]) => html`<${Kind} title=${title} action=${action} name=${name} kind=${kind} />`)}
    <${Policies} />`;
}

function Kind({ title, action, name, kind }) {
  const known = useAnswer(() => listed(action, title));
  const [shown, setShown] = useState(null);
  return html`<section class="card"><h2>${title}</h2>
    <${Answered} of=${known}>${(all) => html`<${Rows} caption=${all.length + ' ' + title.toLowerCase()} columns=${['Name', 'ARN', 'Created']}
      rows=${all.map((each) => [
        html`<button type="button" class="link" onClick=${() => setShown(text(each, name))}>${text(each, name)}</button>`, html`<code>${text(each, 'Arn')}</code>`, text(each, 'CreateDate'),
      ])} />`}</${Answered}>
    ${shown && html`<${Holder} kind=${kind} parameter=${name} name=${shown} onClose=${() => setShown(null)} />`}</section>`;
}

/** The policies of a user, a group or a role. */
function Holder({ kind, parameter, name, onClose }) {
  const known = useAnswer(async () => {
    const who = { [parameter]: name };
    const attached = members(await iam(`ListAttached${kind}Policies`, who), 'AttachedPolicies').map((each) => text(each, 'PolicyArn'));
    const names = members(await iam(`List${kind}Policies`, who), 'PolicyNames').map((each) => each.textContent);
    const own = [];
    for (const policy of names) {
      const answer = await iam(`Get${kind}Policy`, { ...who, PolicyName: policy });
      own.push([policy, decodeURIComponent(text(answer, 'PolicyDocument'))]);
    }
    const keys = kind === 'User' ? members(await iam('ListAccessKeys', who), 'AccessKeyMetadata').map((each) => `${text(each, 'AccessKeyId')} (${text(each, 'Status')})`) : undefined;
    const groups = kind === 'User' ? members(await iam('ListGroupsForUser', who), 'Groups').map((each) => text(each, 'GroupName')) : undefined;
    return { attached, own, keys, groups };
  });
  return html`<${Dialog} title=${name} onClose=${onClose}><${Answered} of=${known}>${({ attached, own, keys, groups }) => html`
    <${Facts} of=${[['Attached policies', attached.join(', ') || 'none'], ['Access keys', keys?.join(', ')], ['Groups', groups?.join(', ')]]} />
    ${own.map(([policy, document]) => html`<h3>${policy}</h3><pre tabindex="0">${pretty(document)}</pre>`)}`}</${Answered}></${Dialog}>`;
}

function pretty(document) {
  try {
    return JSON.stringify(JSON.parse(document), null, 2);
  } catch (noJson) {
    return document;
  }
}

function Policies() {
  const known = useAnswer(() => listed('ListPolicies', 'Policies'));
  return html`<section class="card"><h2>Policies</h2><${Answered} of=${known}>${(all) => html`<${Rows} caption=${all.length + ' policies'} columns=${['Name', 'ARN', 'Attached']}
    rows=${all.map((each) => [text(each, 'PolicyName'), html`<code>${text(each, 'Arn')}</code>`, text(each, 'AttachmentCount')])} />`}</${Answered}></section>`;
}

/** Asks whether somebody may do something, and by which statements. */
function Simulator() {
  const [values, field] = useFields({ who: '', action: 'dynamodb:GetItem', resource: '*', context: '' });
  const [results, setResults] = useState(null);
  const action = useAction();
  const submit = (event) => {
    event.preventDefault();
    action.run(async () => {
      const asked = { PolicySourceArn: values.who, 'ResourceArns.member.1': values.resource };
      values.action.split(',').forEach((each, at) => (asked[`ActionNames.member.${at + 1}`] = each.trim()));
      values.context.split('\n').filter((line) => line.includes('=')).forEach((line, at) => {
        const [name, value] = line.split(/=(.*)/s);
        const entry = `ContextEntries.member.${at + 1}`;
        asked[entry + '.ContextKeyName'] = name.trim();
        asked[entry + '.ContextKeyType'] = 'stringList';
        value.split(',').forEach((each, place) => (asked[`${entry}.ContextKeyValues.member.${place + 1}`] = each.trim()));
      });
      const answer = await iam('SimulatePrincipalPolicy', asked);
      setResults(members(answer, 'EvaluationResults'));
    });
  };
  return html`<section class="card"><h2>Policy simulator</h2>
    <form onSubmit=${submit}><div class="row">
      <label>ARN of a user, group or role <input ...${field('who')} required size="40" placeholder="arn:aws:iam::000000000000:user/alice" /></label>
      <label>Actions, with commas <input ...${field('action')} required size="30" /></label>
      <label>ARN of the resource <input ...${field('resource')} required size="40" /></label></div>
      <label>Condition keys, one NAME=VALUE a line <textarea ...${field('context')} class="short" /></label>
      <div class="row"><button class="first" disabled=${action.isRunning}>Ask</button></div></form>
    <${Outcome} action=${action} />
    ${results && html`<${Rows} caption="Decisions" columns=${['Action', 'Resource', 'Decision', 'Statements', 'Condition keys that were missing']} rows=${results.map((each) => {
      const decision = text(each, 'EvalDecision');
      return [
        text(each, 'EvalActionName'), text(each, 'EvalResourceName'),
        html`<span class=${'badge ' + (decision === 'allowed' ? 'good' : 'bad')}>${decision}</span>`,
        members(each, 'MatchedStatements').map((one) => text(one, 'SourcePolicyId')).join(', '),
        members(each, 'MissingContextValues').map((one) => one.textContent).join(', '),
      ];
    })} />`}</section>`;
}
