package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.FigureOpener;
import dev.hefu.client.OpenedFigures;
import dev.hefu.client.PartnerClient;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Verifier;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.util.List;

/** Figures by credit band, of the wallet's customers for the market: agreed, asked, opened. */
record BandFigures(TestNetwork network) {
  /** An agreement on figures for these purposes. */
  SharingAgreement agree(Purpose... purposes) {
    ObjectNode terms = MessageCodec.tree(network.sharing.terms()).deepCopy();
    terms.put("highestTier", Tier.AGGREGATE.name());
    ArrayNode names = terms.putArray("purposes");
    List.of(purposes).forEach(purpose -> names.add(purpose.code()));
    SharingAgreement proposed =
        network
            .wallet
            .client()
            .propose(MessageCodec.answer(terms, SharingAgreementTerms.class))
            .orThrow();
    return network.market.client().countersign(proposed).orThrow();
  }

  /** How many are in which band. */
  FigureRequest question(Purpose purpose) {
    return new FigureRequest(
        network.wallet.id(), TestNetwork.DATASET, 1, purpose, List.of("creditBand"));
  }

  /** Asks at the network's own node. */
  Answer<ExchangeAnswer> ask(Purpose purpose) {
    return ask(network.market.client(), purpose);
  }

  /** Asks at the node of this client. */
  Answer<ExchangeAnswer> ask(PartnerClient market, Purpose purpose) {
    return market.figures(question(purpose), PartnerClient.newIdempotencyKey());
  }

  /** The answer as the market opens and verifies it. */
  OpenedFigures.Verified opened(Purpose purpose, ExchangeAnswer answer) {
    FigureOpener opener =
        new FigureOpener(
            network.market.id(),
            Opener.of(network.market.keys()),
            Verifier.of(network.gateway.publicKeys()),
            network.gateway.logKey());
    return assertInstanceOf(OpenedFigures.Verified.class, opener.open(question(purpose), answer));
  }
}
