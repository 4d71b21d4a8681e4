/**
 * Everything that stands in an audit, by the schema it is written to; docs/audit.md is tested against it. An action that is not listed cannot be recorded.
 * Names are stored for ever: none is renamed or used again for something else.
 */
export const auditActions = {
  odoo: {
    'personal_data.read': 'Staff or a partner were shown personal data; `subjects` names whose, `detail.fields` what',
    'alarm.unusual_reading': 'Somebody opened an unusual number of different orders within an hour',
    'customer.phone_revealed':
      'A colleague was shown a phone number; the reason they gave stands in `odoo.stated_reason` under `detail.reasonId`',
    'customer.erased':
      'The key of a customer was destroyed and what was left of them removed; the reason is kept likewise',
    'order_access.granted': 'A customer proved an order (level L1)',
    'order_access.refused':
      'Look-ups of an order that were refused, counted; the order is named by a keyed hash, because it may be none of ours',
  },
  auth: {
    'session.started': 'Somebody signed in',
    'session.ended': 'A session ended: signed out, revoked, or found to be over (`detail.isExpired`)',
    'sign_in.refused': 'Sign-ins that were refused, counted; the address is named by a keyed hash',
    'partner_token.refused':
      'Requests for a partner token that were refused, counted; clients are named by a keyed hash',
    'order_link.created': 'A link to an order was made',
    'order_link.revoked': 'A link to an order was ended',
    'order_link.opened': 'Somebody opened a link to an order (level L2)',
    'order_code.sent': 'A one-time code was sent to the address on file of an order',
    'order_code.confirmed': 'Somebody proved the address on file of an order by its code (level L3)',
    'order_code.refused': 'A wrong one-time code',
    'grant.changed': 'What a person or partner client may see was given, changed or taken away',
    'password_link.made': 'A link by which somebody may set a password was made',
    'password.set': "Somebody's password was set or changed",
    'second_factor.enabled': 'Somebody set a second factor up; all sessions from before ended',
    'backup_codes.changed': 'Backup codes of a second factor were made anew, or one of them was used',
  },
  tracking: {
    'personal_data.read': 'Staff or a partner were shown personal data; `subjects` names whose, `detail.fields` what',
    'alarm.unusual_reading': 'Somebody opened an unusual number of different shipments within an hour',
    'raw.read': 'An operator opened the stored bytes of a message',
    'shipment.registered': 'A tracking number became a shipment',
    'registration.requested': 'Somebody registered numbers by hand; `detail.rows` of them',
    'registration.retrack_requested':
      'A colleague wanted the provider to begin with a number again; the reason stands in the registration',
    'registration.delete_requested':
      'An operator wanted a number deleted at its provider; the reason stands in the registration',
    'registration.deleted': 'A number was deleted at `detail.provider`, or was not there any more',
    'shipment.carrier_chosen': 'A colleague said who carries a shipment that had no carrier',
    'shipment.carrier_named':
      'A shipment that had no carrier got one; `detail.rule` says by which carrier rule, where a rule did',
    'shipment.carrier_corrected':
      'A shipment that nobody had scanned got another carrier than an earlier carrier rule chose (`detail.before`), by `detail.rule`',
    'shipment.corrected': "A colleague's word about a shipment was recorded as a fact",
    'shipment.rederived': 'A better fold or mapping changed the state of a shipment',
    'shipment.deleted': 'A shipment was deleted because its retention was over',
    'link.ended': 'A shipment no longer serves a delivery',
    'dead_letter.replay': 'Messages that could not be processed were sent through again',
    'mapping.drafted': 'A draft of a mapping was begun',
    'mapping.saved': "A draft's rules were replaced",
    'mapping.published': 'A draft was published',
    'mapping.rolled_back': 'The rules of an earlier version were published again',
    'mapping.discarded': 'A draft was given up',
    'carrier_rules.drafted': 'A draft of carrier rules was begun',
    'carrier_rules.saved': "A draft's carrier rules were replaced",
    'carrier_rules.published': 'A draft of carrier rules was published',
    'carrier_rules.rolled_back': 'The carrier rules of an earlier version were published again',
    'carrier_rules.discarded': 'A draft of carrier rules was given up',
    'webhook_endpoint.created': 'A webhook endpoint was made; `detail.clientId` says whose, null: our own',
    'webhook_endpoint.changed': 'A webhook endpoint was changed; `detail.changed` names what',
    'webhook_endpoint.deleted': 'A webhook endpoint was ended',
    'webhook_endpoint.paused': 'A webhook endpoint was paused',
    'webhook_endpoint.resumed': 'A webhook endpoint goes on after a pause or after it was switched off',
    'webhook_endpoint.disabled': 'A webhook endpoint was switched off because it failed for days, or asked for it',
    'webhook_endpoint.secret_rotated': 'A webhook endpoint got a new secret',
    'webhook_endpoint.tested': 'A test message was sent to a webhook endpoint',
    'webhook_endpoint.resent': 'A message to a webhook endpoint is sent again',
    'webhook_endpoint.replayed': 'A stretch of milestones is sent to a webhook endpoint again',
    'webhook_endpoint.replay_cancelled': 'A replay to a webhook endpoint was stopped',
  },
} as const;

export type AuditSchema = keyof typeof auditActions;
export type AuditAction<S extends AuditSchema> = keyof (typeof auditActions)[S] & string;

type AnyAction = { [S in AuditSchema]: AuditAction<S> }[AuditSchema];

/** What each mutation of the graph leaves, in whichever audit; a test holds the list against the composed graph. */
export const auditedMutations = {
  apiClientCreate: ['grant.changed'],
  apiClientDisable: ['grant.changed'],
  apiClientEnable: ['grant.changed'],
  apiClientSecretCreate: ['grant.changed'],
  apiClientSecretRevoke: ['grant.changed'],
  apiClientUpdate: ['grant.changed'],
  carrierChoose: ['shipment.carrier_chosen', 'shipment.carrier_named', 'carrier_rules.drafted', 'carrier_rules.saved'],
  carrierRuleDraftCreate: ['carrier_rules.drafted'],
  carrierRuleDraftDiscard: ['carrier_rules.discarded'],
  carrierRuleDraftPublish: ['carrier_rules.published'],
  carrierRuleDraftSave: ['carrier_rules.saved'],
  carrierRuleImport: ['carrier_rules.drafted', 'carrier_rules.saved'],
  carrierRuleRollBack: ['carrier_rules.rolled_back'],
  customerErase: ['customer.erased'],
  customerPhoneReveal: ['customer.phone_revealed', 'personal_data.read'],
  deadLetterReplay: ['dead_letter.replay'],
  mappingDraftCreate: ['mapping.drafted'],
  mappingDraftDiscard: ['mapping.discarded'],
  mappingDraftPublish: ['mapping.published'],
  mappingDraftSave: ['mapping.saved'],
  mappingRollBack: ['mapping.rolled_back'],
  orderAccessCreate: ['order_access.granted', 'order_access.refused'],
  orderCodeConfirm: ['order_code.confirmed', 'order_code.refused'],
  orderCodeRequest: ['order_code.sent'],
  orderLinkCreate: ['order_link.created'],
  orderLinkOpen: ['order_link.opened'],
  orderLinkRevoke: ['order_link.revoked'],
  registrationDelete: ['registration.delete_requested', 'registration.deleted'],
  registrationRetrack: ['registration.retrack_requested'],
  sessionRevoke: ['session.ended'],
  sessionsRevokeAll: ['session.ended'],
  shipmentCorrect: ['shipment.corrected'],
  shipmentRegister: ['registration.requested', 'shipment.registered', 'shipment.carrier_named'],
  shipmentRegisterMany: ['registration.requested', 'shipment.registered', 'shipment.carrier_named'],
  webhookEndpointCreate: ['webhook_endpoint.created'],
  webhookEndpointDelete: ['webhook_endpoint.deleted'],
  webhookEndpointPause: ['webhook_endpoint.paused'],
  webhookEndpointResume: ['webhook_endpoint.resumed'],
  webhookEndpointUpdate: ['webhook_endpoint.changed'],
  webhookMessageResend: ['webhook_endpoint.resent'],
  webhookReplayCancel: ['webhook_endpoint.replay_cancelled'],
  webhookReplayStart: ['webhook_endpoint.replayed'],
  webhookSecretRotate: ['webhook_endpoint.secret_rotated'],
  webhookTestSend: ['webhook_endpoint.tested'],
} as const satisfies Readonly<Record<string, readonly AnyAction[]>>;
