package import Gateway

extension Gateway: GatewayPort {}
