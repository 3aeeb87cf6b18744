FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -q -Dmaven.test.skip=true package \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/libraries \
 && mkdir /hefu && cp gateway/target/hefu-gateway-*.jar gateway/target/libraries/*.jar /hefu/

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 hefu && install -d -o hefu -m 700 /var/lib/hefu/keys
COPY --from=build /hefu /opt/hefu
USER hefu
EXPOSE 8080
VOLUME /var/lib/hefu/keys
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC", "-Xmx1g", "-cp", "/opt/hefu/*", "dev.hefu.gateway.cli.Main"]
CMD ["serve"]
