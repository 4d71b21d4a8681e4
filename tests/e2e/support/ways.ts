/**
 * Every way from an order or its shipments to an object of a type, as documents with `*` where its fields stand. `by` writes a root field around what it is
 * given: `{ order(id: "…") { … } }`.
 */
export function orderWays(by: {
  order: (inner: string) => string[];
  shipment: (inner: string) => string[];
}): Record<string, string[]> {
  const { order, shipment } = by;
  return {
    Carrier: shipment('carrier { * }'),
    Clause: shipment('headline { clauses { * } }'),
    Company: order('company { * }'),
    Customer: order('customer { * }'),
    Delivery: order('deliveries { * }'),
    DeliveryAddress: order('deliveryAddress { * }'),
    DeliveryItem: order('deliveries { items { * } }'),
    DeliveryPackage: order('deliveries { packages { * } }'),
    DeliveryStep: order('deliveries { steps { * } }'),
    Estimate: shipment('estimate { * }'),
    Event: shipment('events { nodes { * } }'),
    EventConnection: shipment('events { * }'),
    EventTime: shipment('events { nodes { occurredAt { * } } }'),
    Explanation: shipment('why { * }'),
    FactReference: shipment('why { facts { * } }'),
    Freshness: shipment('freshness { * }'),
    Headline: shipment('headline { * }'),
    Leg: shipment('legs { * }'),
    Money: order('total { * }'),
    Order: order('*'),
    OrderLine: order('lines { * }'),
    OrderLink: order('links { * }'),
    PageInfo: shipment('events(first: 1) { pageInfo { * } }'),
    PickupPoint: shipment('pickupPoint { * }'),
    Piece: shipment('pieces { * }'),
    Place: shipment('events { nodes { location { * } } }'),
    PromisedDate: [...order('promises { * }'), ...shipment('promises { * }')],
    ProviderCheck: shipment('providerChecks { * }'),
    ProofDocument: shipment('proofOfDelivery { documents { * } }'),
    ProofOfDelivery: shipment('proofOfDelivery { * }'),
    RawMessage: shipment('events { nodes { raw { * } } }'),
    ReceivedMessage: shipment('receivedMessages { * }'),
    Rederivation: shipment('rederivations { * }'),
    Registration: shipment('registration { * }'),
    RegistrationProblem: shipment('registration { problem { * } }'),
    RegistrationRequest: shipment('registration { request { * } }'),
    SentWebhook: shipment('sentWebhooks { * }'),
    Shipment: [...shipment('*'), ...order('shipments { * }')],
    ShipmentReplacement: [
      ...order('shipments { replacedBy { * } }'),
      ...order('shipments { replaces { * } }'),
      ...shipment('replacedBy { * }'),
    ],
    ShipmentOrderConnection: shipment('orders { * }'),
  };
}
