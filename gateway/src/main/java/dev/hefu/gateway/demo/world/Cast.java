package dev.hefu.gateway.demo.world;

import dev.hefu.schemas.ParticipantKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part: the many brands, stores and ship modes of TPC-DS fold to a number of participants
 * that fits on a page.
 */
public final class Cast {
  /** Sells over the web and by catalogue. */
  public static final String MARKETPLACE = "marketplace";

  /** Knows how people pay. */
  public static final String PAYMENT = "payment";

  static final int BRANDS = 8;
  static final int SHOPS = 4;
  static final int CARRIERS = 4;

  private static final List<String> BRAND_NAMES =
      List.of(
          "青山 Qingshan",
          "白鹿 Bailu",
          "长风 Changfeng",
          "云锦 Yunjin",
          "南枝 Nanzhi",
          "听雨 Tingyu",
          "星河 Xinghe",
          "半夏 Banxia");
  private static final List<String> SHOP_NAMES =
      List.of("东门店 East Gate", "西市店 West Market", "南桥店 South Bridge", "北塔店 North Tower");
  private static final List<String> CARRIER_NAMES =
      List.of("飞鸿 Feihong", "快马 Kuaima", "顺水 Shunshui", "千里 Qianli");

  /**
   * One organisation.
   *
   * @param names Chinese and English
   */
  public record Member(String id, ParticipantKind kind, Names names) {}

  /** A name in the two languages of the product. */
  public record Names(String zh, String en) {
    private static Names of(String both) {
      int space = both.indexOf(' ');
      return new Names(both.substring(0, space), both.substring(space + 1));
    }
  }

  private Cast() {}

  /** Everyone, the marketplace first. */
  public static List<Member> members() {
    List<Member> members = new ArrayList<>();
    members.add(
        new Member(MARKETPLACE, ParticipantKind.PLATFORM, Names.of("千流商城 Qianliu Marketplace")));
    members.add(new Member(PAYMENT, ParticipantKind.PAYMENT, Names.of("通汇支付 Tonghui Pay")));
    for (int i = 0; i < SHOPS; i++) {
      members.add(new Member(shop(i), ParticipantKind.STORE, Names.of(SHOP_NAMES.get(i))));
    }
    for (int i = 0; i < BRANDS; i++) {
      members.add(new Member(brand(i), ParticipantKind.BRAND, Names.of(BRAND_NAMES.get(i))));
    }
    for (int i = 0; i < CARRIERS; i++) {
      members.add(new Member(carrier(i), ParticipantKind.CARRIER, Names.of(CARRIER_NAMES.get(i))));
    }
    return List.copyOf(members);
  }

  /** The ids of all shops. */
  public static List<String> shops() {
    return ids(ParticipantKind.STORE);
  }

  /** The ids of all brands. */
  public static List<String> brands() {
    return ids(ParticipantKind.BRAND);
  }

  /** The ids of all carriers. */
  public static List<String> carriers() {
    return ids(ParticipantKind.CARRIER);
  }

  static String brand(int brandId) {
    return "brand-" + (1 + brandId % BRANDS);
  }

  /** A TPC-DS store has two shops, for even and odd tickets: the smallest scale has two stores. */
  static String shop(int storeKey, int ticket) {
    return shop(2 * (storeKey % 2) + ticket % 2);
  }

  static String carrier(int shipModeKey) {
    return "carrier-" + (1 + shipModeKey % CARRIERS);
  }

  private static String shop(int index) {
    return "shop-" + (1 + index);
  }

  private static List<String> ids(ParticipantKind kind) {
    return members().stream().filter(member -> member.kind() == kind).map(Member::id).toList();
  }
}
