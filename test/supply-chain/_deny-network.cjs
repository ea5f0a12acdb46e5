// Required before anything else: whatever reaches for the network ends the process and says so.
const deny = (what) => () => {
  process.stderr.write(`network: ${what}\n`)
  process.exit(99)
}
const net = require('node:net')
net.Socket.prototype.connect = deny('a socket')
net.connect = net.createConnection = deny('a connection')
net.Server.prototype.listen = deny('a server')
const dns = require('node:dns')
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = deny('a name')
  dns.promises[name] = deny('a name')
}
for (const name of ['node:http', 'node:https']) {
  const module = require(name)
  module.request = module.get = deny('a request')
}
require('node:dgram').createSocket = deny('a datagram')
globalThis.fetch = deny('a fetch')
