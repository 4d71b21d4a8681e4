import type { CarrierWords } from '../carrier-words.ts';

export const spanish: CarrierWords = {
  language: 'es',
  names: {
    who: 'destinatario|destinataria|cliente|consignatario|receptor',
    goods: 'paquete|envío|bulto|mercancía|pedido|contenido|producto|embalaje|bultos|objeto|caja|mercadería',
    wrong:
      'incorrecta|incompleta|errónea|equivocada|insuficiente|inválida|incorrectos|incompletos|erróneos|incorrecto|erróneo|incompleto|errada|ilegible',
    address: 'dirección|direcciones|domicilio|señas',
    released: 'finalizado|finalizada|completado|completada|liberado|liberada|despachado|terminado|concluido',
    papers: 'documentación|documentos|documento|factura|papeles|dni',
    customs: 'aduana|aduanas|aduanero|aduanera|aduaneros|importación',
    fees: 'aranceles|impuestos|tasas|derechos|iva|arancel',
  },
  negations: 'no sin ningún ninguna ninguno nunca ni',
  negated: 'entreg* realiz* pod* posible éxito pudo reparti* efectu*',
  conditions: `
    si
    en caso
    para evitar
    verifique
    por favor compruebe|revise|verifique
    cuando`,
  guesses: 'posible posibles eventual',
  phrases: {
    RECIPIENT_REFUSED: {
      says: `
        rehusado|rechazado|rehusada|rechazada por .. {who}
        {who} .. rechaza|rehúsa|rechazó|rehusó|rechazado|rehusado
        {goods} rehusado|rechazado|rehusada|rechazada
        rehusado
        entrega rechazada|rehusada
        rechazo|rehúse del|de|por .. {who}
        {who} no acepta|quiere
        no aceptado por .. {who}`,
      unless: `
        rechaz* .. pago|pagar
        pago .. rechazado
        rehus* .. pago|pagar
        rechazado|rechazada por .. aduana|aduanas|aerolínea|transportista|remitente`,
    },
    INCORRECT_ADDRESS: {
      says: `
        {address} de? entrega|destinatario? es|son|está? {wrong}
        {address} .. {wrong}
        {wrong} {address}
        datos de|del dirección|destinatario|domicilio .. {wrong}
        error|problema en|con|de la? {address}
        código postal .. {wrong}
        falta|faltan .. número|calle|portal|piso|código .. dirección|postal|vivienda?
        faltan datos .. dirección|domicilio|destinatario
        número de? calle|portal|casa .. {wrong}`,
      unless: `
        dirección .. corregida|actualizada|modificada|confirmada|verificada
        sido corregida|actualizada
        corrección de .. dirección
        correo electrónico
        no .. {wrong}`,
    },
    ADDRESS_NOT_FOUND: {
      says: `
        {who} desconocido|desconocida
        {who} .. desconocido en
        desconocido en .. dirección|domicilio
        {address} .. desconocida|inexistente
        no se? encuentra|encontró|localiza|localizada .. {address}
        {address} .. no encontrada|localizada|existe
        no existe .. {address}|número|calle`,
    },
    RECIPIENT_MOVED: {
      says: `
        {who} .. mudado|trasladado|mudó
        cambio de domicilio
        ya no vive|reside`,
      unless: `
        solicita* .. cambio
        trasladado .. delegación|centro|almacén`,
    },
    ACCESS_RESTRICTED: {
      says: `
        sin acceso a|al|para?
        acceso .. restringido|denegado|impedido
        no .. acceder
        imposible acceder`,
      unless: `
        acceder .. cuenta|web|información|seguimiento`,
    },
    RECIPIENT_NOT_AVAILABLE: {
      says: `
        {who} .. ausente|ausentes
        ausente en|de? reparto|domicilio|destino
        ausencia del|de {who}
        no había|hay|estaba|se? encontraba? nadie
        nadie en .. domicilio|casa
        {who} no .. domicilio|casa|disponible`,
      unless: `
        entregado .. vecino
        ausente firma|remitente
        remitente ausente`,
    },
    RECIPIENT_UNREACHABLE: {
      says: `
        no .. contactar .. {who}
        {who} ilocalizable`,
    },
    BUSINESS_CLOSED: {
      says: `
        establecimiento|empresa|comercio|negocio|oficina|{who} .. cerrado|cerrada
        cerrado por vacaciones|descanso
        local cerrado`,
      unless: `
        oficina de correos .. cerrada
        punto .. cerrado`,
    },
    NOT_COLLECTED: {
      says: `
        no .. recogido en|por .. oficina|plazo|punto|destinatario|cliente
        {goods} no recogido|retirado|reclamado
        no retirado|reclamado
        plazo .. recogida|custodia|vencido? .. vencido|agotado|superado|expirado`,
      unless: `
        recogido en|por .. remitente|origen`,
    },
    CARRIER_DAMAGE: {
      says: `
        {goods} .. dañado|dañada|deteriorado|deteriorada|roto|rota|averiado|averiada|dañados
        {goods} .. presenta|con daños|desperfectos
        dañado|dañada durante|en .. transporte
        daños en .. {goods}
        avería en .. {goods}`,
      unless: `
        etiqueta|vehículo|carretera .. dañado|dañada|deteriorada`,
    },
    CARRIER_LOSS: {
      says: `
        {goods} .. extraviado|extraviada|perdido|perdida
        extravío|pérdida de|del {goods}
        declarado perdido|extraviado
        {goods} no localizado|localizada`,
      unless: `
        {goods} localizado|recuperado|encontrado
        ha sido localizado|encontrado|recuperado|hallado`,
    },
    CUSTOMS_DELAY: {
      says: `
        retenido|retenida|detenido|detenida|bloqueado|parado|retención|demorado en|por la|las? {customs}
        {customs} .. retiene
        retraso|demora en|por .. {customs}`,
      unless: `
        {released}
        {papers}`,
    },
    CUSTOMS_DOCUMENTS: {
      says: `
        falta|faltan|pendiente|espera|requiere|necesaria .. {papers} .. {customs}
        {papers} .. incompleta|pendiente|necesaria|faltante .. {customs}
        {customs} .. solicita|requiere|solicitan|espera .. {papers}|información
        falta|faltan {papers} para|de el|la? .. {customs}
        factura comercial .. incompleta|falta|incorrecta
        falta .. factura comercial`,
      unless: `
        {papers} recibida|recibidos`,
    },
    CUSTOMS_PAYMENT: {
      says: `
        pendiente|espera del|de pago de|del .. {fees}
        pago de .. {fees} .. pendiente
        {fees} .. pendientes|impagados
        {fees} no pagados|abonados`,
      unless: `
        pago recibido`,
    },
    CUSTOMS_INSPECTION: {
      says: `
        inspección|inspeccionado|revisión|reconocimiento|revisado de|por|en la? aduana|aduanas|aduanera
        inspección aduanera`,
      unless: `
        {released}`,
    },
    CUSTOMS_PROHIBITED: {
      says: `
        decomisado|incautado|confiscado
        {goods} prohibido|prohibida|prohibidos
        importación prohibida`,
    },
    PAYMENT_DUE: {
      says: `
        reembolso .. no pagado|abonado|disponible
        reembolso impagado
        {who} sin dinero|efectivo`,
    },
    WEATHER: {
      says: `
        condiciones meteorológicas|climáticas|climatológicas
        condiciones .. meteorológicas|climáticas|climatológicas
        mal tiempo
        meteorología adversa
        por|debido .. nieve|temporal|inundación|inundaciones|tormenta|nevada`,
    },
    FORCE_MAJEURE: {
      says: `
        huelga
        fuerza mayor`,
    },
    CARRIER_MISROUTED: {
      says: `
        mal encaminado|clasificado|enviado
        error de|en encaminamiento|clasificación|ruta
        extraviado de ruta`,
    },
    RECIPIENT_REQUESTED_CHANGE: {
      says: `
        a petición|solicitud del|de {who}
        {who} solicita .. entrega|fecha|otro|nueva|aplazar
        aplazada|aplazado por .. {who}`,
      unless: `
        devolución
        anul*
        cancel*`,
    },
  },
};
