package dev.hefu.gateway;

import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.OutboundAnswer;
import dev.hefu.gateway.outbound.OutboundRequest;
import dev.hefu.policy.decision.OpaCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The rules' way to their server. */
record OpaThroughDoor(Door door) implements OpaCall {
  @Override
  public Reply post(URI address, String json, Duration limit, int maxBytes) {
    OutboundAnswer answer =
        door.send(
            OutboundRequest.post(
                address,
                "application/json",
                json.getBytes(StandardCharsets.UTF_8),
                limit,
                maxBytes));
    return answer instanceof OutboundAnswer.Answered(int status, var mediaType, byte[] body)
        ? new Reply.Answered(status, body)
        : new Reply.Failed(answer.reason());
  }
}
