package com.cloud.utils.crypt;

import org.jasypt.encryption.StringEncryptor;
import org.jasypt.properties.PropertyValueEncryptionUtils;
import org.springframework.beans.factory.config.PropertyPlaceholderConfigurer;

/** Stands in for the server's class of this name: decrypts what a file's values frame with {@code ENC(..)}. */
public class EncryptablePropertyPlaceholderConfigurer extends PropertyPlaceholderConfigurer {
    private final StringEncryptor encryptor;

    public EncryptablePropertyPlaceholderConfigurer(StringEncryptor encryptor) {
        this.encryptor = encryptor;
    }

    @Override
    protected String convertPropertyValue(String value) {
        boolean encrypted = value != null && PropertyValueEncryptionUtils.isEncryptedValue(value);
        return encrypted ? PropertyValueEncryptionUtils.decrypt(value, encryptor) : value;
    }
}
