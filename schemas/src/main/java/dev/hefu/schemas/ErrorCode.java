package dev.hefu.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every outcome that is not a success, declared in order of precedence: where several apply, the
 * first is answered. {@code docs/ERRORS.md} is the same list for partners, held equal by a test.
 */
public enum ErrorCode {
  NOT_FOUND(
      404,
      "Not found",
      "未找到",
      "Check the path and the id; what you may not see does not exist for you.",
      "请检查路径与编号；您无权查看的内容对您而言不存在。"),
  METHOD_NOT_ALLOWED(
      405,
      "Method not allowed",
      "不支持该方法",
      "Use a method that the Allow header lists.",
      "请使用 Allow 头列出的方法。"),
  TOO_LARGE(
      413,
      "Request too large",
      "请求过大",
      "Send less at once; the detail names the limit in bytes.",
      "请减少单次发送量；detail 给出字节上限。"),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "Unsupported media type",
      "不支持的媒体类型",
      "Send the content type that /openapi.json names for this operation.",
      "请使用 /openapi.json 为该操作规定的内容类型。"),
  QUOTA_EXCEEDED(
      429,
      "Quota exceeded",
      "超出配额",
      "Wait as many seconds as Retry-After says, then send more slowly.",
      "请按 Retry-After 所示秒数等待，然后降低发送频率。"),
  TOKEN_MISSING(
      401,
      "Access token missing",
      "缺少访问令牌",
      "Send an Authorization header with the DPoP scheme and an access token.",
      "请在 Authorization 头中以 DPoP 方案携带访问令牌。"),
  TOKEN_INVALID(
      401,
      "Access token invalid",
      "访问令牌无效",
      "Get a new token for the audience hefu-gateway from the issuer of this gateway.",
      "请向本网关的签发方重新获取受众为 hefu-gateway 的令牌。"),
  TOKEN_EXPIRED(
      401,
      "Access token expired",
      "访问令牌已过期",
      "Get a new token and repeat; check your clock.",
      "请获取新令牌后重试，并检查本机时钟。"),
  TOKEN_NOT_BOUND(
      401,
      "Access token not bound to a key",
      "访问令牌未绑定密钥",
      "Ask the issuer for a DPoP-bound token; plain bearer tokens are refused.",
      "请向签发方申请绑定 DPoP 的令牌；普通 Bearer 令牌一律拒绝。"),
  PROOF_MISSING(
      401,
      "Proof of possession missing",
      "缺少持有证明",
      "Send one DPoP header with a fresh proof (RFC 9449).",
      "请发送一个包含新证明的 DPoP 头（RFC 9449）。"),
  PROOF_INVALID(
      401,
      "Proof of possession invalid",
      "持有证明无效",
      "Sign a new proof for this method, URL, access token and time with the token's key.",
      "请用令牌所绑定的密钥，针对本次方法、URL、令牌与时间重新签名。"),
  PROOF_REPLAYED(
      401,
      "Proof of possession already used",
      "持有证明已被使用",
      "Sign a new proof with a new jti for every request.",
      "每次请求都请使用新的 jti 重新签名。"),
  ROLE_MISSING(
      403,
      "Role missing",
      "缺少角色",
      "Use an account that has the role which the detail names.",
      "请使用具有 detail 所示角色的账户。"),
  MALFORMED_JSON(
      400,
      "Malformed JSON",
      "JSON 格式错误",
      "Send one JSON value in UTF-8; the detail names line and column of the fault.",
      "请发送一个 UTF-8 编码的 JSON 值；detail 指出出错的行与列。"),
  INVALID_REQUEST(
      400,
      "Invalid request",
      "请求无效",
      "Correct what the detail points at and compare with /openapi.json.",
      "请按 detail 所指之处更正，并对照 /openapi.json。"),
  DATASET_UNKNOWN(
      404,
      "Dataset unknown",
      "数据集未知",
      "Choose a dataset and version that GET /v1/datasets lists for this provider.",
      "请从 GET /v1/datasets 中选择该提供方的数据集与版本。"),
  PARTICIPANT_UNKNOWN(
      404,
      "Participant unknown",
      "参与方未知",
      "Check the participant's id; it must be registered.",
      "请检查参与方编号；参与方必须已登记。"),
  SIGNATURE_INVALID(
      422,
      "Signature invalid",
      "签名无效",
      "Sign exactly the canonical bytes (RFC 8785) with a registered key and the required typ.",
      "请用已登记的密钥与规定的 typ 对规范字节（RFC 8785）签名。"),
  LINK_TOKEN_INVALID(
      422,
      "Link token invalid",
      "关联令牌无效",
      "Start a new link request and have the participant sign a new token with its nonce.",
      "请重新发起关联请求，并由参与方用新的 nonce 签发令牌。"),
  CONFLICT(
      409,
      "Conflict with the present state",
      "与当前状态冲突",
      "Read the resource again and decide anew.",
      "请重新读取该资源后再决定。"),
  IDEMPOTENCY_KEY_REUSED(
      422,
      "Idempotency key used for another request",
      "幂等键已用于其他请求",
      "Use a new Idempotency-Key for another request; repeat one only with the same bytes.",
      "不同的请求请使用新的 Idempotency-Key；仅可用相同内容重复请求。"),
  ANSWER_EXPIRED(
      409,
      "The kept answer has expired",
      "所保留的应答已过期",
      "Read the receipt of this exchange, or start a new exchange with a new key.",
      "请读取该次交换的回执，或用新的幂等键发起新的交换。"),
  PARTICIPANT_SUSPENDED(
      403,
      "Participant suspended",
      "参与方已被暂停",
      "Wait until the participant's suspension is lifted; ask the network's operator.",
      "请等待参与方恢复；可联系网络运营方。"),
  AGREEMENT_MISSING(
      403,
      "No sharing agreement",
      "没有共享协议",
      "Sign a sharing agreement with this provider first.",
      "请先与该提供方签署共享协议。"),
  AGREEMENT_NOT_IN_FORCE(
      403,
      "Sharing agreement not in force",
      "共享协议未生效",
      "Check validity and countersignature, or sign a new sharing agreement.",
      "请检查有效期与会签情况，或签署新的共享协议。"),
  DATASET_NOT_AGREED(
      403,
      "Dataset not in the sharing agreement",
      "共享协议未包含该数据集",
      "Ask for a dataset and version that the sharing agreement lists.",
      "请请求共享协议所列的数据集与版本。"),
  PURPOSE_NOT_AGREED(
      403,
      "Purpose not in the sharing agreement",
      "共享协议未包含该目的",
      "Ask for a purpose that the sharing agreement lists.",
      "请使用共享协议所列的目的。"),
  TIER_NOT_AGREED(
      403,
      "Tier above the sharing agreement",
      "超出共享协议的可识别层级",
      "Ask for a tier that the sharing agreement allows.",
      "请使用共享协议允许的层级。"),
  NOT_PERMITTED(
      403,
      "Not permitted",
      "不予许可",
      "Cite the consent reference that you were given, for a person who linked an account with"
          + " you.",
      "请引用您获得的同意编号，且该个人须已关联在您处的账户。"),
  CONSENT_REVOKED(
      403,
      "Consent revoked",
      "同意已撤回",
      "Stop using data of this consent; only the person can grant a new one.",
      "请停止使用该同意项下的数据；只有本人可以重新同意。"),
  CONSENT_PAUSED(
      403, "Consent paused", "同意已暂停", "Wait until the person resumes the consent.", "请等待本人恢复该同意。"),
  CONSENT_NOT_IN_FORCE(
      403,
      "Consent not yet in force",
      "同意尚未生效",
      "Repeat after the consent's first moment.",
      "请在同意生效之后重试。"),
  CONSENT_EXPIRED(
      403, "Consent expired", "同意已过期", "Ask the person for a new consent.", "请向本人征得新的同意。"),
  CONSENT_USED(
      403,
      "One-time consent already used",
      "一次性同意已被使用",
      "Ask the person for a new or a periodic consent.",
      "请向本人征得新的或周期性的同意。"),
  BUDGET_EXCEEDED(
      403,
      "Budget exceeded",
      "超出额度",
      "Wait until the budget that the detail names opens again; one that does not needs a new"
          + " consent or sharing agreement.",
      "请等待 detail 所示额度重新开放；不再开放的额度须重新征得同意或另签共享协议。"),
  PURPOSE_NOT_CONSENTED(
      403,
      "Purpose not consented",
      "未同意该目的",
      "Ask for the purpose of the consent; another purpose needs another consent.",
      "请使用同意所定的目的；其他目的须另行征得同意。"),
  TIER_NOT_CONSENTED(
      403,
      "Tier above the consent",
      "超出同意的可识别层级",
      "Ask for a tier that the consent allows.",
      "请使用同意所允许的层级。"),
  SEPARATE_CONSENT_MISSING(
      403,
      "Separate consent missing",
      "缺少单独同意",
      "Ask the person for the separate consent that the detail names (PIPL Art. 23, 29, 31, 39).",
      "请就 detail 所示事项征得本人的单独同意（个人信息保护法第二十三、二十九、三十一、三十九条）。"),
  CATEGORY_NOT_CONSENTED(
      403,
      "No category of the dataset consented",
      "未同意该数据集的任何类别",
      "Ask for a dataset of which the consent names a category.",
      "请请求同意所含类别的数据集。"),
  APPROVAL_NEEDED(
      403,
      "Provider's approval needed",
      "须经提供方批准",
      "Wait until the provider has approved this person, then repeat with a new Idempotency-Key;"
          + " GET /v1/approvals says how far it is.",
      "请等待提供方批准该个人，然后用新的 Idempotency-Key 重试；GET /v1/approvals 可查询进展。"),
  APPROVAL_DECLINED(
      403,
      "Provider's approval declined",
      "提供方未予批准",
      "Ask again after the time that GET /v1/approvals names, or talk to the provider.",
      "请在 GET /v1/approvals 所示时间之后重新请求，或与提供方联系。"),
  STATE_CHANGED(
      403,
      "The facts changed meanwhile",
      "相关事实已发生变化",
      "Repeat the request with a new Idempotency-Key; it is decided on the new facts.",
      "请用新的 Idempotency-Key 重试；将依据新的事实重新决定。"),
  POLICY_UNAVAILABLE(
      503,
      "Policy engine unavailable",
      "策略引擎不可用",
      "Repeat after Retry-After with the same Idempotency-Key.",
      "请在 Retry-After 之后用相同的 Idempotency-Key 重试。"),
  ANSWER_WITHHELD(
      503,
      "Answer withheld, it came too late",
      "应答过迟，已扣留",
      "Repeat after Retry-After with the same Idempotency-Key; nothing was released.",
      "请在 Retry-After 之后用相同的 Idempotency-Key 重试；未释放任何数据。"),
  PROVIDER_UNAVAILABLE(
      502,
      "Provider unavailable",
      "提供方不可用",
      "Repeat later; the provider could not be reached or answered an error.",
      "请稍后重试；提供方无法连接或返回错误。"),
  PROVIDER_ANSWER_INVALID(
      502,
      "Provider's answer invalid",
      "提供方的应答无效",
      "Tell the provider; its record failed verification and nothing was released.",
      "请通知提供方；其记录未通过校验，未释放任何数据。"),
  PROVIDER_TIMEOUT(
      504,
      "Provider too slow",
      "提供方超时",
      "Repeat later; the provider did not answer in time.",
      "请稍后重试；提供方未及时应答。"),
  EVIDENCE_UNAVAILABLE(
      503,
      "Evidence cannot be written",
      "证据无法写入",
      "Repeat after Retry-After with the same Idempotency-Key; nothing was released.",
      "请在 Retry-After 之后用相同的 Idempotency-Key 重试；未释放任何数据。"),
  OVERLOADED(
      503,
      "Overloaded",
      "系统繁忙",
      "Repeat after Retry-After with the same Idempotency-Key.",
      "请在 Retry-After 之后用相同的 Idempotency-Key 重试。"),
  INTERNAL(
      500,
      "Internal error",
      "内部错误",
      "Report the trace id of this answer to the operator.",
      "请将本应答的跟踪编号告知运营方。");

  private static final String TYPE = "urn:hefu:error:";

  private final int status;
  private final String title;
  private final String titleZh;
  private final String remedy;
  private final String remedyZh;

  ErrorCode(int status, String title, String titleZh, String remedy, String remedyZh) {
    this.status = status;
    this.title = title;
    this.titleZh = titleZh;
    this.remedy = remedy;
    this.remedyZh = remedyZh;
  }

  /** The stable code of problems, in kebab case. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What happened, in English. */
  public String title() {
    return title;
  }

  /** What happened, in Chinese. */
  public String titleZh() {
    return titleZh;
  }

  /** What the caller can do, in English. */
  public String remedy() {
    return remedy;
  }

  /** What the caller can do, in Chinese. */
  public String remedyZh() {
    return remedyZh;
  }

  /** The {@code type} of the problem (RFC 9457): a URN, not meant to be fetched. */
  public String type() {
    return TYPE + code();
  }

  /** Whether it refuses an exchange after a decision, which always leaves a leaf. */
  public boolean leavesLeaf() {
    return compareTo(PARTICIPANT_SUSPENDED) >= 0 && compareTo(ANSWER_WITHHELD) <= 0;
  }

  /** The error of this code; empty if there is none. */
  public static Optional<ErrorCode> of(String code) {
    return Arrays.stream(values()).filter(error -> error.code().equals(code)).findFirst();
  }

  @JsonCreator
  static ErrorCode parse(String code) {
    return of(code).orElseThrow(() -> new IllegalArgumentException("no error code " + code));
  }
}
